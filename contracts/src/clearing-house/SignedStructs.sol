// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "./IClearingHouse.sol";

/// @title Hashes of the structs that people sign
/// @dev The same as lib/chain/order-typed-data.ts has; vectors in contracts/test hold both together.
library SignedStructs {
    /// An order as it is signed. In batches it is packed (docs/settlement.md).
    struct Order {
        address account;
        uint16 market;
        uint8 flags;
        uint64 price;
        uint64 quantity;
        uint64 triggerPrice;
        uint48 nonce;
        uint32 expiry;
        uint16 epoch;
        uint24 maxFeePpm;
    }

    struct Withdrawal {
        address account;
        address asset;
        uint64 amount;
        address to;
        uint48 nonce;
        uint32 expiry;
        uint16 epoch;
    }

    bytes32 internal constant ORDER_TYPEHASH = keccak256(
        "Order(address account,uint16 market,uint8 flags,uint64 price,uint64 quantity,uint64 triggerPrice,uint48 nonce,uint32 expiry,uint16 epoch,uint24 maxFeePpm)"
    );
    bytes32 internal constant AGENT_APPROVAL_TYPEHASH = keccak256(
        "AgentApproval(address account,address agent,uint32 expiry,uint64 markets,uint128 maxNotional,uint48 nonce)"
    );
    bytes32 internal constant CANCEL_ALL_TYPEHASH =
        keccak256("CancelAll(address account,uint16 epoch)");
    bytes32 internal constant WITHDRAWAL_TYPEHASH = keccak256(
        "Withdrawal(address account,address asset,uint64 amount,address to,uint48 nonce,uint32 expiry,uint16 epoch)"
    );

    function hash(Order memory order) internal pure returns (bytes32 structHash) {
        return keccak256(abi.encode(ORDER_TYPEHASH, order));
    }

    function hash(IClearingHouse.AgentApproval memory approval) internal pure returns (bytes32) {
        return keccak256(abi.encode(AGENT_APPROVAL_TYPEHASH, approval));
    }

    function hashCancelAll(address account, uint16 epoch) internal pure returns (bytes32) {
        return keccak256(abi.encode(CANCEL_ALL_TYPEHASH, account, epoch));
    }

    function hash(Withdrawal memory withdrawal) internal pure returns (bytes32) {
        return keccak256(abi.encode(WITHDRAWAL_TYPEHASH, withdrawal));
    }
}

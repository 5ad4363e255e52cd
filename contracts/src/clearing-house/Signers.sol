// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ClearingHouseStorage } from "./ClearingHouseStorage.sol";
import { IClearingHouse } from "./IClearingHouse.sol";
import { LedgerPage } from "./LedgerPage.sol";
import { Signatures } from "./Signatures.sol";
import { SignedStructs } from "./SignedStructs.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title Trading keys, epochs and cancellations
/// @dev What narrows anything binds settlement a minute later, so that what was matched before its
/// owner's call arrived can still be settled (docs/settlement.md, What takes effect when).
abstract contract Signers is ClearingHouseStorage, EIP712 {
    /// In a lane of filled lots: its order was canceled.
    uint256 internal constant CANCELED = 1 << 31;
    uint256 internal constant LANE_MASK = 2 ** 32 - 1;

    uint256 private constant LAST_EPOCH = 2 ** 16 - 1;

    /// @inheritdoc IClearingHouse
    function cancel(uint48[] calldata nonces) external {
        uint32 bindsAt = _bindsAt();
        for (uint256 i = 0; i < nonces.length; ++i) {
            _cancel(nonces[i], bindsAt);
        }
    }

    /// @inheritdoc IClearingHouse
    function bumpEpoch() external {
        _bumpEpoch(msg.sender, LedgerPage.epoch(_accounts[msg.sender][0]) + 1);
    }

    /// @inheritdoc IClearingHouse
    function cancelAll(address account, uint16 epoch, bytes calldata signature) external {
        _requireOwner(account, SignedStructs.hashCancelAll(account, epoch), signature);
        _bumpEpoch(account, epoch);
    }

    /// @inheritdoc IClearingHouse
    function approveAgent(AgentApproval calldata approval, bytes calldata signature) external {
        uint48 last = _agents[approval.account][approval.agent].nonce;
        if (approval.nonce <= last) {
            revert ApprovalReplayed(approval.account, approval.agent, approval.nonce, last);
        }
        _approve(approval, signature);
    }

    /// @inheritdoc IClearingHouse
    function approveAgents(AgentApproval[] calldata approvals, bytes[] calldata signatures)
        external
    {
        if (approvals.length != signatures.length) {
            revert LengthsDiffer(approvals.length, signatures.length);
        }
        for (uint256 i = 0; i < approvals.length; ++i) {
            AgentApproval calldata approval = approvals[i];
            bool known = approval.nonce <= _agents[approval.account][approval.agent].nonce;
            if (!known) _approve(approval, signatures[i]);
        }
    }

    /// @inheritdoc IClearingHouse
    function revokeAgent(address agent, uint48 nonce) external {
        Agent storage present = _agents[msg.sender][agent];
        if (nonce < present.nonce) {
            revert ApprovalReplayed(msg.sender, agent, nonce, present.nonce);
        }
        _keepFormer(msg.sender, agent, present);
        (present.expiry, present.nonce, present.markets, present.maxNotional) = (0, nonce, 0, 0);
        emit AgentRevoked(msg.sender, agent, nonce, _bindsAt());
    }

    function _cancel(uint48 nonce, uint32 bindsAt) private {
        (uint256 group, uint256 shift) = _laneOf(nonce);
        uint256 lanes = _filled[msg.sender][group];
        // An earlier cancellation binds earlier, and is left as it is.
        if ((lanes >> shift) & CANCELED != 0) return;
        _filled[msg.sender][group] = lanes | (CANCELED << shift);
        _cancelBindsAt[msg.sender][group] |= uint256(bindsAt) << shift;
        emit OrderCanceled(msg.sender, nonce, bindsAt);
    }

    /// Where a resting order's lane is: eight of 32 bits a slot.
    function _laneOf(uint256 nonce) internal pure returns (uint256 group, uint256 shift) {
        return (nonce >> 3, (nonce & 7) << 5);
    }

    function _bumpEpoch(address account, uint256 epoch) private {
        uint256 page = _accounts[account][0];
        uint256 present = LedgerPage.epoch(page);
        if (present == LAST_EPOCH) revert EpochsExhausted(account);
        if (epoch != present + 1) revert WrongEpoch(account, epoch, present + 1);
        // Only one former epoch is remembered: the one before it has to be over.
        uint256 formerUntil = _controls[account].formerEpochUntil;
        if (block.timestamp < formerUntil) revert EpochChanging(account, formerUntil);
        uint32 bindsAt = _bindsAt();
        _accounts[account][0] = LedgerPage.withEpoch(page, epoch);
        _controls[account].formerEpochUntil = bindsAt;
        emit EpochBumped(account, uint16(epoch), bindsAt);
    }

    /// Whoever calls it has seen that the nonce is new.
    function _approve(AgentApproval calldata approval, bytes calldata signature) private {
        (address account, address agent) = (approval.account, approval.agent);
        if (agent == address(0)) revert ZeroAddress();
        if (msg.sender != account) {
            _requireOwner(account, SignedStructs.hash(approval), signature);
        }
        Agent storage present = _agents[account][agent];
        if (block.timestamp > approval.expiry + EXPIRY_GRACE) {
            revert ApprovalExpired(account, agent, approval.expiry);
        }
        // No notional reaches 2^64 − 1: there it means no limit, as more does.
        uint64 maxNotional = approval.maxNotional > type(uint64).max
            ? type(uint64).max
            : uint64(approval.maxNotional);
        bool narrower = approval.expiry < present.expiry || maxNotional < present.maxNotional
            || present.markets & ~approval.markets != 0;
        uint32 formerUntil = narrower ? _keepFormer(account, agent, present) : 0;
        _agents[account][agent] =
            Agent(approval.expiry, approval.nonce, approval.markets, maxNotional);
        emit AgentApproved(
            account,
            agent,
            approval.expiry,
            approval.markets,
            maxNotional,
            approval.nonce,
            formerUntil
        );
    }

    /// Lets what an agent may do now count for another minute; joined with what still counts from an
    /// earlier change, so that a revocation never has to wait for one.
    function _keepFormer(address account, address agent, Agent storage present)
        private
        returns (uint32 until)
    {
        if (present.expiry == 0) return 0;
        until = _bindsAt();
        FormerAgent memory joined =
            FormerAgent(until, present.expiry, present.markets, present.maxNotional);
        FormerAgent memory earlier = _formerAgents[account][agent];
        if (block.timestamp < earlier.until) {
            if (earlier.expiry > joined.expiry) joined.expiry = earlier.expiry;
            if (earlier.maxNotional > joined.maxNotional) joined.maxNotional = earlier.maxNotional;
            joined.markets |= earlier.markets;
        }
        _formerAgents[account][agent] = joined;
    }

    /// Whether a trading key of this account may have signed an order of this notional.
    function _isAgent(address account, address signer, uint256 market, uint256 notional)
        internal
        view
        returns (bool)
    {
        Agent memory present = _agents[account][signer];
        if (_covers(present.expiry, present.markets, present.maxNotional, market, notional)) {
            return true;
        }
        FormerAgent memory former = _formerAgents[account][signer];
        return block.timestamp < former.until
            && _covers(former.expiry, former.markets, former.maxNotional, market, notional);
    }

    function _covers(
        uint256 expiry,
        uint256 markets,
        uint256 maxNotional,
        uint256 market,
        uint256 notional
    ) private view returns (bool) {
        return expiry != 0 && block.timestamp <= expiry + EXPIRY_GRACE
            && (markets >> market) & 1 == 1 && notional <= maxNotional;
    }

    function _requireOwner(address account, bytes32 structHash, bytes calldata signature)
        internal
        view
    {
        (bool valid, address recovered) =
            Signatures.isOwners(account, _hashTypedDataV4(structHash), signature);
        if (!valid) revert InvalidOwnerSignature(account, recovered);
    }
}

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
    /// Marks of a resting order. Of one without marks nothing is known.
    /// Its lane has filled lots or a cancellation.
    uint256 internal constant TRACKED = 1;
    /// A batch that found no marks filled all of it; there is no need for a lane.
    uint256 internal constant DONE = 2;
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
        if (_approve(approval, signature)) return;
        (address account, address agent) = (approval.account, approval.agent);
        revert ApprovalReplayed(account, agent, approval.nonce, _agents[account][agent].nonce);
    }

    /// @inheritdoc IClearingHouse
    function approveAgents(AgentApproval[] calldata approvals, bytes[] calldata signatures)
        external
    {
        if (approvals.length != signatures.length) {
            revert LengthsDiffer(approvals.length, signatures.length);
        }
        for (uint256 i = 0; i < approvals.length; ++i) {
            _approve(approvals[i], signatures[i]);
        }
    }

    /// @inheritdoc IClearingHouse
    function revokeAgent(address agent, uint48 nonce) external {
        Agent memory present = _agents[msg.sender][agent];
        if (nonce < present.nonce) {
            revert ApprovalReplayed(msg.sender, agent, nonce, present.nonce);
        }
        uint32 bindsAt = _bindsAt();
        _keepFormer(msg.sender, agent, present, present.expiry != 0);
        _agents[msg.sender][agent] = Agent(0, nonce, 0, 0, bindsAt);
        emit AgentRevoked(msg.sender, agent, nonce, bindsAt);
    }

    function _cancel(uint48 nonce, uint32 bindsAt) private {
        (uint256 group, uint256 shift) = _laneOf(nonce);
        uint256 lanes = _filled[msg.sender][group];
        // An earlier cancellation binds earlier, and is left as it is.
        if ((lanes >> shift) & CANCELED != 0) return;
        _filled[msg.sender][group] = lanes | (CANCELED << shift);
        (uint256 marks, uint256 markShift) = _markOf(nonce);
        _marks[msg.sender][marks] |= TRACKED << markShift;
        _cancelBindsAt[msg.sender][group] |= uint256(bindsAt) << shift;
        emit OrderCanceled(msg.sender, nonce, bindsAt);
    }

    /// Where a resting order's lane is: eight of 32 bits a slot.
    function _laneOf(uint256 nonce) internal pure returns (uint256 group, uint256 shift) {
        return (nonce >> 3, (nonce & 7) << 5);
    }

    /// Where a resting order's marks are: 128 of two bits a slot.
    function _markOf(uint256 nonce) internal pure returns (uint256 group, uint256 shift) {
        return (nonce >> 7, (nonce & 127) << 1);
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

    /// Takes an approval, or says that there is nothing to take: it is too late, or known.
    function _approve(AgentApproval calldata approval, bytes calldata signature)
        private
        returns (bool)
    {
        (address account, address agent) = (approval.account, approval.agent);
        Agent memory present = _agents[account][agent];
        // No notional reaches 2^64 − 1: there it means no limit, as more does.
        uint64 maxNotional = approval.maxNotional > type(uint64).max
            ? type(uint64).max
            : uint64(approval.maxNotional);
        Agent memory next =
            Agent(approval.expiry, approval.nonce, approval.markets, maxNotional, _bindsAt());
        bool overtaken = next.nonce <= present.nonce;
        if (overtaken) {
            bool late = block.timestamp >= present.bindsAt
                || next.nonce <= _formerAgents[account][agent].overNonce;
            if (late || !_exceeds(next, present)) return false;
        }
        if (agent == address(0)) revert ZeroAddress();
        if (msg.sender != account) {
            _requireOwner(account, SignedStructs.hash(approval), signature);
        }
        if (block.timestamp > next.expiry + EXPIRY_GRACE) {
            revert ApprovalExpired(account, agent, next.expiry);
        }
        if (overtaken) _joinFormer(account, agent, next, present.bindsAt);
        else _replace(account, agent, present, next);
        return true;
    }

    function _replace(address account, address agent, Agent memory present, Agent memory next)
        private
    {
        uint32 formerUntil = _keepFormer(account, agent, present, _exceeds(present, next));
        _agents[account][agent] = next;
        emit AgentApproved(
            account, agent, next.expiry, next.markets, next.maxNotional, next.nonce, formerUntil
        );
    }

    /// Lets what an agent may do now count for another minute, when it loses some of it. The change
    /// itself overtakes approvals that were not brought yet, unless an earlier one ended their time.
    /// @return until Until when what it loses counts; 0 = it loses nothing.
    function _keepFormer(address account, address agent, Agent memory present, bool loses)
        private
        returns (uint32 until)
    {
        FormerAgent memory former = _formerAgents[account][agent];
        if (block.timestamp >= present.bindsAt) former.overNonce = present.nonce;
        if (loses) {
            until = _bindsAt();
            _join(former, present, until);
        }
        _formerAgents[account][agent] = former;
    }

    /// Lets what an overtaken approval allows count as long as what the overtaking one took.
    function _joinFormer(address account, address agent, Agent memory late, uint32 until) private {
        FormerAgent memory former = _formerAgents[account][agent];
        _join(former, late, until);
        _formerAgents[account][agent] = former;
        emit ApprovalOvertaken(
            account, agent, late.expiry, late.markets, late.maxNotional, late.nonce, until
        );
    }

    /// Joins limits with what still counts from an earlier change, so that a revocation never has to
    /// wait for one.
    function _join(FormerAgent memory former, Agent memory limits, uint32 until) private view {
        if (block.timestamp >= former.until) {
            (former.expiry, former.markets, former.maxNotional) = (0, 0, 0);
        }
        former.until = until;
        if (limits.expiry > former.expiry) former.expiry = limits.expiry;
        if (limits.maxNotional > former.maxNotional) former.maxNotional = limits.maxNotional;
        former.markets |= limits.markets;
    }

    /// Whether the first allows anything that the second does not.
    function _exceeds(Agent memory one, Agent memory other) private pure returns (bool) {
        return one.expiry > other.expiry || one.maxNotional > other.maxNotional
            || one.markets & ~other.markets != 0;
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

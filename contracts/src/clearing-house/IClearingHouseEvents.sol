// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Events of the clearing house
/// @notice Together they suffice to rebuild its whole state (docs/settlement.md, Rebuilding the state).
/// Amounts are quanta of the asset's ledger unit; times are Unix seconds.
interface IClearingHouseEvents {
    /// @notice Money came into custody.
    /// @param depositId 1, 2, 3 … without gaps, over all accounts and assets.
    /// @param account Whose it is from now on.
    /// @param asset Number of the asset.
    /// @param quanta What was credited.
    /// @param payer Who paid it.
    event Deposited(
        uint256 indexed depositId,
        address indexed account,
        uint8 indexed asset,
        uint64 quanta,
        address payer
    );

    /// @notice A batch was settled.
    /// @param sequence Its number: 1, 2, 3 … without gaps.
    /// @param batch The batch without its signatures, byte for byte as it was sent
    /// (docs/settlement.md, The batch).
    event Settled(uint48 indexed sequence, bytes batch);

    /// @notice A signed withdrawal was paid, in the batch whose event precedes it.
    /// @param native Whether it was meant to be paid as native LUX.
    event Withdrawn(
        address indexed account,
        uint8 indexed asset,
        address indexed to,
        uint64 quanta,
        uint48 nonce,
        bool native
    );

    /// @notice An account is leaving without the operator.
    /// @param bindsAt From when on nothing of it is settled.
    /// @param finalisableAt From when on it can be paid out.
    event ExitRequested(address indexed account, uint32 bindsAt, uint32 finalisableAt);

    /// @notice An account stays after all, or trades again after having left.
    event ExitCanceled(address indexed account);

    /// @notice The whole balance of one asset was paid to its owner by an exit.
    event Exited(address indexed account, uint8 indexed asset, uint64 quanta);

    /// @notice A trading key may sign orders, within these limits, from now on.
    /// @param expiry Last second in which it may be matched.
    /// @param markets Bit n stands for market n.
    /// @param maxNotional Largest notional of one order in quote quanta; 2^64 − 1 = no limit.
    /// @param nonce Of the approval.
    /// @param formerUntil Until when limits that were wider before still count; 0 = none were.
    event AgentApproved(
        address indexed account,
        address indexed agent,
        uint32 expiry,
        uint64 markets,
        uint64 maxNotional,
        uint48 nonce,
        uint32 formerUntil
    );

    /// @notice An approval came after a newer one or a revocation of its key: its limits, joined with
    /// what else counts from before, count until `until`, which it does not move.
    event ApprovalOvertaken(
        address indexed account,
        address indexed agent,
        uint32 expiry,
        uint64 markets,
        uint64 maxNotional,
        uint48 nonce,
        uint32 until
    );

    /// @notice A trading key has lost its approval.
    /// @param nonce No approval of it up to this nonce counts any more.
    /// @param bindsAt From when on nothing that it signed is settled.
    event AgentRevoked(
        address indexed account, address indexed agent, uint48 nonce, uint32 bindsAt
    );

    /// @notice A resting order was canceled by its owner.
    /// @param bindsAt From when on it is not settled.
    event OrderCanceled(address indexed account, uint48 indexed nonce, uint32 bindsAt);

    /// @notice Every order that was signed for an earlier epoch has ended.
    /// @param epoch The new epoch.
    /// @param bindsAt From when on orders of the epoch before are not settled.
    event EpochBumped(address indexed account, uint16 epoch, uint32 bindsAt);

    /// @notice An asset can be deposited and traded.
    /// @param unit Base units of the token in one quantum.
    event AssetListed(uint8 indexed asset, address indexed token, uint256 unit);

    /// @notice Deposits of an asset were allowed or stopped.
    event DepositsAllowed(uint8 indexed asset, bool allowed);

    /// @notice A market can be settled. Its parameters are those of `IClearingHouse.Market`.
    event MarketListed(
        uint8 indexed market,
        uint8 baseAsset,
        uint8 quoteAsset,
        uint32 quantaPerTickLot,
        uint64 unitsPerLot,
        uint24 maxMakerFeePpm,
        uint24 maxTakerFeePpm,
        uint64 minNotional
    );

    /// @notice Settlement of a market was resumed or stopped.
    event MarketActivated(uint8 indexed market, bool active);

    /// @notice An address may settle batches, or no longer.
    event OperatorSet(address indexed operator, bool allowed);

    /// @notice Another address may pause.
    event GuardianSet(address indexed guardian);

    /// @notice Another account receives the fees of later batches.
    event FeeAccountSet(address indexed feeAccount);

    /// @notice Exits that are requested from now on take this long, in seconds.
    event ExitDelaySet(uint32 exitDelay);

    /// @notice Deposits and settlement have stopped.
    event Paused(address indexed by);

    /// @notice Deposits and settlement go on.
    event Unpaused(address indexed by);
}
